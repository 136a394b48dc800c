"""The Scrapy project: discovery and download per site family; writes captures and nothing else."""
